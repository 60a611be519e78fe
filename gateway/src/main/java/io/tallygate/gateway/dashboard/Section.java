package io.tallygate.gateway.dashboard;

/** What the navigation leads to, in its order. */
enum Section {
  OVERVIEW("Overview", ""),
  OWNERS("Owners", "/owners"),
  KEYS("Keys", "/keys"),
  POLICY("Policy", "/policy"),
  SUBSCRIPTIONS("Subscriptions", "/subscriptions"),
  DELIVERIES("Deliveries", "/deliveries"),
  AUDIT("Audit", "/audit"),
  SETTINGS("Settings", "/settings");

  private final String title;
  private final String path;

  Section(String title, String path) {
    this.title = title;
    this.path = path;
  }

  String title() {
    return title;
  }

  String path() {
    return Dashboard.ROOT + path;
  }
}
