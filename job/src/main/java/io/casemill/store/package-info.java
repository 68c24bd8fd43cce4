/** The storage port, put-if-absent, atomic replace, list, and its local and Hadoop adapters. Called by whoever keeps bytes. */
@org.jspecify.annotations.NullMarked
package io.casemill.store;
