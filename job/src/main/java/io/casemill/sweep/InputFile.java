package io.casemill.sweep;

/**
 * A file that decides results: a netlist, an include, a template, a program, a table.
 *
 * @param path as the sweep or the including file names it, relative to the sweep file's folder, with forward slashes,
 *     never absolute and never above that folder
 * @param source where it was read, as an absolute local path
 * @param sha256 its digest, 64 hexadecimal digits; also its name among the run's blobs
 * @param bytes its size
 */
public record InputFile(String path, String source, String sha256, long bytes) {}
