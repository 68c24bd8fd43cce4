/** The version log of the master table: publication and reading. Called by gather, report and app. */
@org.jspecify.annotations.NullMarked
package io.casemill.master;
