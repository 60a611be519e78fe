/** The policy file: read strictly, shown as a table, a difference, an explanation. */
@NullMarked
package io.tallygate.policy;

import org.jspecify.annotations.NullMarked;
