/** A filter for Jakarta Servlet 6: the same policy, inside a Java service. */
module io.tallygate.servlet {
  requires static transitive org.jspecify;
  requires transitive io.tallygate.limiter;
  requires transitive io.tallygate.policy;
  requires transitive jakarta.servlet;

  exports io.tallygate.servlet;
}
