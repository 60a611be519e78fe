package io.tallygate.examples.spring;

import io.tallygate.policy.PolicyFile;
import io.tallygate.servlet.BearerToken;
import io.tallygate.servlet.RateLimitFilter;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service in Spring Boot that enforces the limits of a policy itself. */
@SpringBootApplication
@RestController
public class LimitedApplication {

  @Bean
  FilterRegistrationBean<RateLimitFilter> limits(Keys keys) {
    RateLimitFilter filter =
        RateLimitFilter.of(
            PolicyFile.bundled("videogen"), request -> keys.id(BearerToken.of(request)));
    FilterRegistrationBean<RateLimitFilter> limits = new FilterRegistrationBean<>(filter);
    limits.addUrlPatterns("/*");
    limits.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    limits.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return limits;
  }

  @RequestMapping("/**")
  String hello() {
    return "hello\n";
  }

  public static void main(String[] args) {
    SpringApplication.run(LimitedApplication.class, args);
  }
}
