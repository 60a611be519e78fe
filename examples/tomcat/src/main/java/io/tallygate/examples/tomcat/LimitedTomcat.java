package io.tallygate.examples.tomcat;

import io.tallygate.policy.PolicyFile;
import io.tallygate.servlet.BearerToken;
import io.tallygate.servlet.RateLimitFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** A service in embedded Tomcat that enforces the limits of a policy itself. */
public final class LimitedTomcat {

  private LimitedTomcat() {}

  /**
   * Starts the service; port 0 takes a free one.
   *
   * @param folder where Tomcat may write
   * @param keys the id of each key
   */
  public static Tomcat start(int port, String folder, Map<String, String> keys)
      throws LifecycleException {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder);
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder);
    Tomcat.addServlet(context, "hello", new Hello()).addMapping("/*");
    limit(context, keys);
    tomcat.start();
    return tomcat;
  }

  private static void limit(Context context, Map<String, String> keys) {
    FilterDef filter = new FilterDef();
    filter.setFilterName("limits");
    filter.setFilter(
        RateLimitFilter.of(
            PolicyFile.bundled("videogen"), request -> keys.get(BearerToken.of(request))));
    filter.setAsyncSupported("true");
    context.addFilterDef(filter);

    FilterMap everywhere = new FilterMap();
    everywhere.setFilterName("limits");
    everywhere.addURLPattern("/*");
    everywhere.setDispatcher("REQUEST");
    everywhere.setDispatcher("ERROR");
    context.addFilterMap(everywhere);
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

  public static void main(String[] args) throws LifecycleException {
    start(8090, "target/tomcat", Map.of("red", "key_1", "blue", "key_2")).getServer().await();
  }
}
