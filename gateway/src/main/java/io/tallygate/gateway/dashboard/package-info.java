/** The pages of the admin port: who uses what, and what can be done about it. */
@NullMarked
package io.tallygate.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
