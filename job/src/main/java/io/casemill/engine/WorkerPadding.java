package io.casemill.engine;

/** 128 bytes before the fields of {@link WorkerState}. */
@SuppressWarnings({"unused", "MultipleVariableDeclarations"}) // it takes room
abstract class WorkerPadding {
    private long a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
}
