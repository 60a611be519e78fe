package io.tallygate.sandbox.media;

/**
 * What a file is, by its content.
 *
 * @param extension without a dot
 * @param width in pixels; 0 for sound
 * @param seconds 0 for a picture
 */
public record Inspected(
    MediaType type, String mimeType, String extension, int width, int height, double seconds) {}
