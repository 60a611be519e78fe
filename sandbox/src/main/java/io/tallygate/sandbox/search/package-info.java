/** Full text search over what files are called and said to show. */
@NullMarked
package io.tallygate.sandbox.search;

import org.jspecify.annotations.NullMarked;
