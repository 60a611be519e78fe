/** Films: drawn frames into MP4, and strangers' films through ffmpeg. */
@NullMarked
package io.tallygate.sandbox.media.video;

import org.jspecify.annotations.NullMarked;
