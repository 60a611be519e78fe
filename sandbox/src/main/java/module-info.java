/** The limited API on your own machine. It is not VideoGen and makes no AI media. */
module io.tallygate.sandbox {
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports io.tallygate.sandbox.media;
}
