package io.tallygate.sandbox.media.program;

import java.io.IOException;
import java.io.OutputStream;

/** Writes what a program reads from its standard input, on a thread of its own. */
@FunctionalInterface
public interface Feed {

  void write(OutputStream to) throws IOException;
}
