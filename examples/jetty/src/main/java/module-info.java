/** A service in embedded Jetty: what the filter exports is enough. */
module io.tallygate.examples.jetty {
  requires io.tallygate.servlet;
  requires org.eclipse.jetty.ee10.servlet;
  requires org.eclipse.jetty.server;
}
