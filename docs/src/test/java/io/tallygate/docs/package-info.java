/** Holds the structure of the code and the truth of the documents. */
@NullMarked
package io.tallygate.docs;

import org.jspecify.annotations.NullMarked;
