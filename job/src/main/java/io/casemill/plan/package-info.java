/** Sweep to Spark dataset of cases; which of them a resumed run still has to run. Called by scatter, gather and app. */
@org.jspecify.annotations.NullMarked
package io.casemill.plan;
