/** What callers could do better, found in the last hours' calls. */
@NullMarked
package io.tallygate.gateway.coach;

import org.jspecify.annotations.NullMarked;
