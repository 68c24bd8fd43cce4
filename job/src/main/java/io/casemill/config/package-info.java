/** Text to definition: reads a sweep file and reports every problem at once, each with file, line, column, key path and remedy. Called by app. */
@org.jspecify.annotations.NullMarked
package io.casemill.config;
