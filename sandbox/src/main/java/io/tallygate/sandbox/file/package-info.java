/** Files: uploads, signed links, what is found in them, and when they end. */
@NullMarked
package io.tallygate.sandbox.file;

import org.jspecify.annotations.NullMarked;
