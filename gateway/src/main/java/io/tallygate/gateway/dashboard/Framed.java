package io.tallygate.gateway.dashboard;

import gg.jte.html.HtmlTemplateOutput;

/**
 * A whole page, which is written once it is known who looks at it.
 *
 * @param section where it belongs
 * @param body writes it
 */
record Framed(String title, Section section, Body body) implements Html {

  /** Writes a page with its frame. */
  interface Body {
    void writeTo(Frame frame, HtmlTemplateOutput out);
  }

  static Answer page(String title, Section section, Body body) {
    return Answer.of(new Framed(title, section, body));
  }

  void writeTo(Frame frame, HtmlTemplateOutput out) {
    body.writeTo(frame, out);
  }

  @Override
  public void writeTo(HtmlTemplateOutput out) {
    throw new IllegalStateException("a page needs its frame: title=" + title);
  }
}
