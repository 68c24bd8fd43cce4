/** A published version as a summary for people. Called by app. */
@org.jspecify.annotations.NullMarked
package io.casemill.report;
