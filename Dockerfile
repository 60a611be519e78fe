# The packaged command; build it first: ./tallygate --version
FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 tallygate && install -d -o tallygate /data
COPY LICENSE /opt/tallygate/LICENSE
COPY command/target/tallygate.jar /opt/tallygate/tallygate.jar
USER tallygate
ENV TALLYGATE_DATA=/data MALLOC_ARENA_MAX=2
VOLUME /data
EXPOSE 8080 8081
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:PretenureSizeThreshold=1m", "-Xms80m", "-Xmn24m", \
  "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/tallygate/tallygate.jar"]
CMD ["--help"]
