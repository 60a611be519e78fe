/** The library's front: a call goes in, a decision comes out. */
@NullMarked
package io.tallygate.limiter;

import org.jspecify.annotations.NullMarked;
