/** The limited API on your own machine. It is not VideoGen and makes no AI media. */
module io.tallygate.sandbox {
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires java.desktop;
  requires com.github.weisj.jsvg;
  requires freetts;
  requires jcodec;
  requires opencv;

  exports io.tallygate.sandbox.media;
}
