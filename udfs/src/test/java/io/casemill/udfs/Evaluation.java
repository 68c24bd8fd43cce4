package io.casemill.udfs;

import java.util.Arrays;

/** Evaluates a function once, with arguments by position. */
final class Evaluation {
    private Evaluation() {}

    static double[] of(CaseFunction function, double... arguments) throws Exception {
        double[] out = new double[function.outputs().size()];
        Arrays.fill(out, Double.NaN);
        try (CaseFunction.Model model = function.open()) {
            model.evaluate(new Arguments(arguments), out);
        }
        return out;
    }

    static final class Arguments implements CaseInput {
        private final double[] values;
        private final Arena arena = new Arena();

        Arguments(double... values) {
            this.values = values;
        }

        @Override
        public long caseId() {
            return 0;
        }

        @Override
        public long seed() {
            return 0;
        }

        @Override
        public double number(int position) {
            return values[position];
        }

        @Override
        public String text(int position) {
            return Double.toString(values[position]);
        }

        @Override
        public CaseContext context() {
            return () -> arena;
        }
    }
}
