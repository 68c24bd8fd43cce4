/** What users extend: case functions found by {@link java.util.ServiceLoader}, and the built-in models. */
@org.jspecify.annotations.NullMarked
package io.casemill.udfs;
