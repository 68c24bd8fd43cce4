
'use strict';
(() => {
  const profile = JSON.parse(document.getElementById('data').textContent);
  const byId = (id) => document.getElementById(id);

  /** Names are data: they reach the page as text, never as markup. */
  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const NOT_MEASURED = 'not measured';
  const known = (value, show) => (value === null || value === undefined ? NOT_MEASURED : show(value));
  const percent = (share) => (100 * share).toFixed(share < 0.0995 && share > 0 ? 1 : 0) + ' %';
  const seconds = (s) => (s >= 100 ? s.toFixed(0) : s >= 1 ? s.toFixed(2) : (1000 * s).toFixed(1) + ' m').replace(/([^m])$/, '$1 ') + 's';
  const count = (n) => n.toLocaleString('en-US');

  const table = (id, headings, rows) => {
    const target = byId(id);
    const head = target.createTHead().insertRow();
    headings.forEach(([name, number]) => head.append(element('th', name, number ? 'number' : '')));
    const body = target.createTBody();
    rows.forEach((cells) => {
      const row = body.insertRow();
      cells.forEach((cell, i) => {
        const made = element('td', undefined, headings[i][1] ? 'number' : '');
        if (cell instanceof Node) made.append(cell); else made.textContent = cell;
        row.append(made);
      });
    });
    if (rows.length === 0) {
      const cell = element('td', 'none');
      cell.colSpan = headings.length;
      body.insertRow().append(cell);
    }
  };

  // Head and figures

  const { subject, recordings } = profile;
  byId('title').textContent = `${subject.name}: profile of turn ${subject.epoch}, ${profile.began}`;
  document.title = `${subject.name}: Casemill profile`;
  byId('verdict').textContent = profile.bottleneck ? `Bottleneck: ${profile.bottleneck.sentence}.`
    : 'Bottleneck: not measured, because no worker was recorded.';

  const mean = (pick) => {
    const measured = recordings.map(pick).filter((value) => value !== null);
    return measured.length ? measured.reduce((a, b) => a + b, 0) / measured.length : null;
  };
  const pauses = recordings.reduce((sum, r) => ({ count: sum.count + r.pauses.count, seconds: sum.seconds + r.pauses.seconds,
    longest: Math.max(sum.longest, r.pauses.longest_seconds) }), { count: 0, seconds: 0, longest: 0 });
  const samples = profile.flame.v;
  [
    ['whole command', seconds(profile.wall_seconds)],
    ['cases ran for', seconds(profile.scatter_seconds)],
    ['workers', profile.workers || NOT_MEASURED],
    ["workers' time in cases", known(profile.busy_seconds, seconds)],
    ['speed-up against one worker', known(profile.speed_up, (x) => x.toFixed(2))],
    ['efficiency', known(profile.efficiency, percent)],
    ['CPU of the JVMs, share of all', known(mean((r) => r.load.mean_jvm), percent)],
    ['CPU of the machines, share of all', known(mean((r) => r.load.mean_machine), percent)],
    ['garbage collection pauses', `${count(pauses.count)}, ${seconds(pauses.seconds)}`],
    ['longest pause', pauses.count ? seconds(pauses.longest) : 'none'],
    ['sampled stacks', count(samples)],
  ].forEach(([name, value]) => {
    const cell = element('div');
    cell.append(element('dt', name), element('dd', String(value)));
    byId('figures').append(cell);
  });

  // Budget

  const COLORS = { start: '#7d8aa0', admission: '#d9902f', status: '#7a4fb5', cpu: '#2f7d4f', supervision: '#5f8f6b', waiting: '#87b54c', external: '#2b8a9d',
    cases: '#2f7d4f', gc: '#c0392b', long_case: '#d6568b', tail: '#b8925a', gather: '#4a6fb5' };
  profile.budget.forEach((part) => {
    const bar = element('div');
    bar.style.background = COLORS[part.part] || '#888888';
    bar.style.width = 100 * part.share + '%';
    bar.title = `${part.label}: ${percent(part.share)}`;
    byId('budget-bar').append(bar);
  });
  table('budget', [['part'], ["workers' time", 1], ['share', 1]], profile.budget.map((part) => {
    const label = element('span');
    const swatch = element('span', undefined, 'swatch');
    swatch.style.background = COLORS[part.part] || '#888888';
    label.append(swatch, part.label);
    return [label, seconds(part.seconds), percent(part.share)];
  }));

  // Timeline

  const css = getComputedStyle(document.documentElement);
  const color = (name) => css.getPropertyValue('--' + name).trim();
  const columns = profile.window.columns;
  const drawn = [];
  const line = (label, title, layers, ground, first = 0) => {
    const row = element('div', undefined, 'row');
    const name = element('span', label);
    name.title = title;
    const canvas = element('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', title);
    row.append(name, canvas);
    byId('timeline').append(row);
    drawn.push({ canvas, layers, ground, first });
  };
  const draw = () => drawn.forEach(({ canvas, layers, ground, first }) => {
    const width = canvas.width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
    const height = canvas.height = Math.round(14 * devicePixelRatio);
    const brush = canvas.getContext('2d');
    const start = Math.floor(first * width / columns);
    brush.clearRect(0, 0, width, height);
    brush.fillStyle = color(ground);
    brush.fillRect(start, 0, width - start, height);
    for (let column = first; column < columns; column++) {
      let base = height;
      const left = Math.floor(column * width / columns);
      const right = Math.max(left + 1, Math.floor((column + 1) * width / columns));
      layers.forEach(([name, values, overlaid]) => {
        const value = values[column];
        if (value === null || value === undefined) return;
        const tall = value * height;
        brush.fillStyle = color(name);
        brush.fillRect(left, (overlaid ? height : base) - tall, right - left, tall);
        if (!overlaid) base -= tall;
      });
    }
  });
  const share = (values) => percent(values.reduce((a, b) => a + b, 0) / Math.max(1, values.length));
  recordings.forEach((recording) => {
    recording.workers.forEach((worker) => {
      const who = worker.worker < 0 ? `${recording.executor}, all workers` : `${recording.executor} worker ${worker.worker}`;
      line(who, `${who}: in cases ${share(worker.busy)}, parked ${share(worker.parked)}`,
        [['busy', worker.busy], ['parked', worker.parked]], 'looking', worker.first_column);
    });
    if (recording.workers.length) {
      line(`${recording.executor} JVM`, `${recording.executor}: collecting garbage ${share(recording.pauses.columns)}, writing status rows `
        + share(recording.writing), [['writing', recording.writing, true], ['gc', recording.pauses.columns, true]], 'parked');
    }
    if (recording.load.machine.length) {
      line(`${recording.executor} CPU`, `${recording.executor}: CPU of the machine ${known(recording.load.mean_machine, percent)}, of it the JVM `
        + known(recording.load.mean_jvm, percent), [['machine', recording.load.machine, true], ['jvm', recording.load.jvm, true]], 'parked');
    }
  });
  byId('timeline-note').textContent = `From the first case sent out to the last one ended, ${seconds(profile.scatter_seconds)} in ${columns} columns.`;
  draw();
  addEventListener('resize', draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  // Flame graph

  const HEIGHT = 17;
  const flame = byId('flame');
  const detail = byId('detail');
  const link = (node, parent) => { node.parent = parent; node.c.forEach((child) => link(child, node)); };
  link(profile.flame, null);
  let zoomed = profile.flame;
  let wanted = null;

  const hue = (name) => {
    if (!name.includes('.') || name.includes(' ')) return 'hsl(215 25% 75%)';
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) | 0;
    const jitter = Math.abs(hash % 25);
    if (/^(java|jdk|sun|javax)\./.test(name)) return `hsl(${195 + jitter} 55% 72%)`;
    if (/^(org\.apache|scala|io\.netty)\./.test(name)) return `hsl(${260 + jitter} 40% 78%)`;
    return `hsl(${20 + jitter} 85% ${66 + jitter / 4}%)`;
  };
  const short = (name) => (/^[\w$.]+$/.test(name) ? name.split('.').slice(-2).join('.') : name);
  const matches = (node) => wanted !== null && node.name.toLowerCase().includes(wanted);
  const describe = (node) => `${node.n}: ${count(node.v)} of ${count(samples)} samples, ${percent(samples ? node.v / samples : 0)}`;

  const place = (node, left, width, level, above) => {
    const made = element('div', short(node.n), above ? 'frame above' : 'frame');
    made.style.left = left + '%';
    made.style.width = width + '%';
    made.style.top = level * HEIGHT + 'px';
    made.style.background = hue(node.n);
    if (matches({ name: node.n })) made.classList.add('found');
    made.title = describe(node);
    made.tabIndex = 0;
    made.setAttribute('role', 'treeitem');
    made.setAttribute('aria-label', describe(node));
    made.addEventListener('click', () => zoom(node));
    made.addEventListener('keydown', (event) => { if (event.key === 'Enter') zoom(node); });
    made.addEventListener('mouseenter', () => { detail.textContent = describe(node); });
    made.addEventListener('focus', () => { detail.textContent = describe(node); });
    flame.append(made);
  };
  const paint = () => {
    flame.replaceChildren();
    const path = [];
    for (let node = zoomed.parent; node; node = node.parent) path.unshift(node);
    path.forEach((node, level) => place(node, 0, 100, level, true));
    let deepest = path.length;
    const narrowest = 100 * 0.7 / Math.max(300, flame.clientWidth);
    const below = (node, left, width, level) => {
      if (width < narrowest) return;
      place(node, left, width, level, false);
      deepest = Math.max(deepest, level + 1);
      let at = left;
      node.c.forEach((child) => {
        const part = node.v ? width * child.v / node.v : 0;
        below(child, at, part, level + 1);
        at += part;
      });
    };
    below(zoomed, 0, 100, path.length);
    flame.style.height = deepest * HEIGHT + 'px';
  };
  const zoom = (node) => {
    zoomed = node;
    detail.textContent = describe(node);
    paint();
  };
  /** Samples below frames that match, each counted once. */
  const found = (node) => (matches({ name: node.n }) ? node.v : node.c.reduce((sum, child) => sum + found(child), 0));
  byId('search').addEventListener('input', (event) => {
    const text = event.target.value.trim().toLowerCase();
    wanted = text === '' ? null : text;
    const hit = wanted === null ? 0 : found(profile.flame);
    byId('found').textContent = wanted === null ? '' : `${count(hit)} samples, ${percent(samples ? hit / samples : 0)}`;
    paint();
  });
  byId('reset').addEventListener('click', () => zoom(profile.flame));
  addEventListener('keydown', (event) => { if (event.key === 'Escape' && zoomed.parent) zoom(zoomed.parent); });
  addEventListener('resize', paint);
  if (samples) paint(); else flame.textContent = 'No stack was sampled: the run was too short, or its threads waited outside of Java.';

  // Tables

  const own = new Map();
  const addOwn = (node) => {
    const self = node.v - node.c.reduce((sum, child) => sum + child.v, 0);
    if (node.parent && node.parent.parent && self > 0) own.set(node.n, (own.get(node.n) || 0) + self);
    node.c.forEach(addOwn);
  };
  addOwn(profile.flame);
  table('top', [['method'], ['own samples', 1], ['share', 1]], [...own].sort((a, b) => b[1] - a[1]).slice(0, 25)
    .map(([name, self]) => [name, count(self), percent(self / samples)]));
  table('cases', [['case', 1], ['executor'], ['worker', 1], ['took', 1], ['outcome']], recordings
    .flatMap((r) => r.cases.map((ran) => [ran, r.executor])).sort((a, b) => b[0].seconds - a[0].seconds).slice(0, 20)
    .map(([ran, executor]) => [String(ran.case_id), executor, ran.worker, seconds(ran.seconds), ran.outcome]));
  table('phases', [['phase'], ['took', 1]], recordings.flatMap((r) => r.phases).map((phase) => [phase.name, seconds(phase.seconds)]));
  table('workers', [['executor'], ['worker', 1], ['core', 1], ['cases', 1], ['in cases', 1], ['parked', 1], ['CPU', 1], ['steals', 1],
    ['failed steals', 1]], recordings.flatMap((r) => r.workers.map((w) => [r.executor, w.worker < 0 ? 'all' : w.worker,
    w.core < 0 ? 'not pinned' : w.core, count(w.executed), seconds(w.busy_seconds), seconds(w.parked_seconds),
    known(w.cpu_seconds, seconds), count(w.steals), count(w.failed_steals)])));
  table('recordings', [['recording'], ['file'], ['bytes', 1], ['hardware threads', 1]], recordings
    .map((r) => [r.executor, r.file || 'not kept', count(r.bytes), known(r.hardware_threads, String)]));
  profile.notes.forEach((note) => byId('notes').append(element('li', note)));
})();
