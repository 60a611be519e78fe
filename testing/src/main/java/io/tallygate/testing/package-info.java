/**
 * Programs that tests start: each on a free port, in a folder of its own, and ended with the test.
 */
@NullMarked
package io.tallygate.testing;

import org.jspecify.annotations.NullMarked;
