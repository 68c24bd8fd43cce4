/** The status row, the segments that hold rows, and group commit. Called by the executor and by gather. */
@org.jspecify.annotations.NullMarked
package io.casemill.status;
