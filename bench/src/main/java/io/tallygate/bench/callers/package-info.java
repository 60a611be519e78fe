/** Many callers with one key before the real gateway: what each way of calling comes to. */
@NullMarked
package io.tallygate.bench.callers;

import org.jspecify.annotations.NullMarked;
