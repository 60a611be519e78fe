/**
 * What tests of several parts share: programs that they start, each on a free port, in a folder of
 * its own, and ended with the test; and contracts that several parts keep.
 */
@NullMarked
package io.tallygate.testing;

import org.jspecify.annotations.NullMarked;
