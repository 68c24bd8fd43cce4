package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    private void at(RunObserver observer, Duration elapsed, long completed, double rate) {
        nanos.set(elapsed.toNanos());
        observer.progress(new Progress(10_000, 1_000, completed, 5, 2, rate, elapsed));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void plain_printsFirstLastAndOneLineEveryThirtySeconds() {
        try (RunObserver plain = new PlainProgress(err, nanos::get)) {
            plain.planned(10_000, 1_000, 9_000);
            at(plain, Duration.ofSeconds(1), 10, 10);
            at(plain, Duration.ofSeconds(29), 290, 10);
            at(plain, Duration.ofSeconds(30), 295, 10);
            at(plain, Duration.ofSeconds(59), 595, 10);
            at(plain, Duration.ofSeconds(60), 2995, 0);
            plain.finished(new Progress(10_000, 1_000, 8_995, 5, 2, 1_234, Duration.ofSeconds(61)));
        }
        assertThat(printed()).isEqualTo("""
                        casemill: 10,000 cases planned, 1,000 already done, 9,000 to run
                        casemill: 1,300 of 10,000 cases done (13 %), 5 failed, 10 /s, 14 min 30 s left
                        casemill: 4,000 of 10,000 cases done (40 %), 5 failed, 0 /s, time left unknown
                        casemill: 10,000 of 10,000 cases done (100 %), 5 failed, 1.2 k/s, 1 min 01 s in all
                        """);
    }

    @Test
    void json_printsOneObjectALineOnceASecond() {
        try (RunObserver json = new JsonProgress(err, nanos::get)) {
            json.planned(10_000, 1_000, 9_000);
            at(json, Duration.ofMillis(250), 10, 10);
            at(json, Duration.ofSeconds(1), 20, 10.5);
            json.finished(new Progress(10_000, 1_000, 8_995, 5, 2, 1_234, Duration.ofSeconds(2)));
        }
        assertThat(printed()).isEqualTo("""
                        {"event":"planned","total":10000,"reused":1000,"to_run":9000}
                        {"event":"progress","total":10000,"reused":1000,"completed":20,"failed":5,"spec_failed":2,\
                        "cases_per_second":10.500,"elapsed_s":1.000}
                        {"event":"finished","total":10000,"reused":1000,"completed":8995,"failed":5,"spec_failed":2,\
                        "cases_per_second":1234.000,"elapsed_s":2.000}
                        """);
    }

    @Test
    void bar_endsWithEverythingDone() {
        try (RunObserver bar = new BarProgress(err, 100)) {
            bar.planned(100, 10, 90);
            bar.finished(new Progress(100, 10, 88, 2, 0, 45, Duration.ofSeconds(2)));
        }
        assertThat(printed()).contains("100%").contains("100/100").contains("2 failed, 45 /s");
        assertThat(printed().split("[\r\n]")).allMatch(line -> line.length() <= 100);
    }

    @Test
    void auto_isPlainWithoutATerminal() {
        RunObserver observer = ProgressMode.AUTO.observer(new Terminal(Terminal.UNLIMITED, false), err);

        assertThat(observer).isInstanceOf(PlainProgress.class);
        assertThat(ProgressMode.AUTO.observer(new Terminal(80, true), err)).isInstanceOf(BarProgress.class);
    }
}
