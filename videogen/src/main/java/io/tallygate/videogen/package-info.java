/** The limited API as Java types: 25 operations, uploads, downloads, waiting and webhooks. */
@NullMarked
package io.tallygate.videogen;

import org.jspecify.annotations.NullMarked;
