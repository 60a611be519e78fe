/** Where counters are kept so that they outlive the process, and what was found there. */
@NullMarked
package io.tallygate.limiter.storage;

import org.jspecify.annotations.NullMarked;
