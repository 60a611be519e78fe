package io.tallygate.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

final class TomcatFilterIT extends FilterContract {

  @Override
  Container start(Filter filter, HttpServlet servlet, String contextPath) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Path.of("target/tomcat").toAbsolutePath().toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.setSilent(true);
    Context context = tomcat.addContext(contextPath, null);
    StandardContext quiet = (StandardContext) context;
    quiet.setClearReferencesThreadLocals(false); // which would warn of what the JVM forbids
    quiet.setClearReferencesRmiTargets(false);
    Wrapper wrapper = Tomcat.addServlet(context, "service", servlet);
    wrapper.setAsyncSupported(true);
    wrapper.addMapping("/*");
    FilterDef limits = new FilterDef();
    limits.setFilterName("limits");
    limits.setFilter(filter);
    limits.setAsyncSupported("true");
    context.addFilterDef(limits);
    FilterMap everywhere = new FilterMap();
    everywhere.setFilterName("limits");
    everywhere.addURLPattern("/*");
    for (DispatcherType type : DispatcherType.values()) {
      everywhere.setDispatcher(type.name());
    }
    context.addFilterMap(everywhere);
    tomcat.start();
    return new Container() {
      @Override
      public InetSocketAddress address() {
        return new InetSocketAddress(
            InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort());
      }

      @Override
      public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
      }
    };
  }
}
