package io.tallygate.sandbox.media.program;

import java.io.IOException;
import java.io.InputStream;

/** Reads what a program writes to its standard output, on a thread of its own. */
@FunctionalInterface
public interface Drain {

  void read(InputStream from) throws IOException;
}
