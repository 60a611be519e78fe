package io.tallygate.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

final class JettyFilterIT extends FilterContract {

  @Override
  Container start(Filter filter, HttpServlet servlet, String contextPath) throws Exception {
    FilterHolder limits = new FilterHolder(filter);
    limits.setAsyncSupported(true);
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath(contextPath.isEmpty() ? "/" : contextPath);
    context.addFilter(limits, "/*", EnumSet.allOf(DispatcherType.class));
    context.addServlet(holder, "/*");
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setHandler(context);
    server.start();
    return new Container() {
      @Override
      public InetSocketAddress address() {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      }

      @Override
      public void stop() throws Exception {
        server.stop();
      }
    };
  }
}
