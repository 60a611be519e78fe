package io.tallygate.examples.jetty;

import io.tallygate.policy.PolicyFile;
import io.tallygate.servlet.BearerToken;
import io.tallygate.servlet.RateLimitFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** A service in embedded Jetty that enforces the limits of a policy itself. */
public final class LimitedJetty {

  private LimitedJetty() {}

  /**
   * Starts the service; port 0 takes a free one.
   *
   * @param keys the id of each key
   */
  public static Server start(int port, Map<String, String> keys) throws Exception {
    RateLimitFilter filter =
        RateLimitFilter.of(
            PolicyFile.bundled("videogen"), request -> keys.get(BearerToken.of(request)));
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);

    ServletContextHandler context = new ServletContextHandler();
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
    context.addServlet(new ServletHolder(new Hello()), "/*");
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setHandler(context);
    server.start();
    return server;
  }

  /** What the service does for those who are within their limits. */
  private static final class Hello extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getOutputStream().print("hello\n");
    }
  }

  public static void main(String[] args) throws Exception {
    start(8090, Map.of("red", "key_1", "blue", "key_2")).join();
  }
}
