/** Who is logged in at the dashboard, and by which way. */
@NullMarked
package io.tallygate.gateway.dashboard.session;

import org.jspecify.annotations.NullMarked;
