/** The commands, their wiring and exit codes, and the client API. */
@org.jspecify.annotations.NullMarked
package io.casemill.app;
