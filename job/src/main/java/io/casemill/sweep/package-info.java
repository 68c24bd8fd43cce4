/** The sweep: a definition and the cases that its index addresses. */
@org.jspecify.annotations.NullMarked
package io.casemill.sweep;
