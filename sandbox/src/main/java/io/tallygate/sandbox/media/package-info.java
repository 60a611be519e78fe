/** What the tools make: by real programs where one does the whole job, else placeholders. */
@NullMarked
package io.tallygate.sandbox.media;

import org.jspecify.annotations.NullMarked;
