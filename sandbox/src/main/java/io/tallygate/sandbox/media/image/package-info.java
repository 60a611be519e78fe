/** Pictures: cards, sharper copies, outlines, what stands before a background. */
@NullMarked
package io.tallygate.sandbox.media.image;

import org.jspecify.annotations.NullMarked;
