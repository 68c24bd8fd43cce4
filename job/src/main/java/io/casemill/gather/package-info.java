/** Joins the plan with the statuses into a checked version of the master table. Called by app. */
@org.jspecify.annotations.NullMarked
package io.casemill.gather;
