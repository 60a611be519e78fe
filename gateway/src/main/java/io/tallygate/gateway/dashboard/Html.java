package io.tallygate.gateway.dashboard;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Something written in HTML by a template, which escapes all that it is handed. */
interface Html {

  /** The templates let nobody change their tags. */
  HtmlInterceptor PLAIN =
      new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(
            String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
      };

  void writeTo(HtmlTemplateOutput out);

  default String text() {
    StringOutput text = new StringOutput();
    writeTo(new OwaspHtmlTemplateOutput(text));
    return text.toString();
  }
}
