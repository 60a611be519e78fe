/** The admin port: health, readiness, metrics. */
@NullMarked
package io.tallygate.gateway.admin;

import org.jspecify.annotations.NullMarked;
