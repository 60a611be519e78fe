/** The policy file: read strictly, shown as a page, a table, a difference. */
@NullMarked
package io.tallygate.policy;

import org.jspecify.annotations.NullMarked;
