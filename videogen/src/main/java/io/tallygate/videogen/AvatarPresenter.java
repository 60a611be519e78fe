package io.tallygate.videogen;

/** Somebody who can speak in a film. */
public record AvatarPresenter(
    String avatarPresenterId,
    Gender displayableGender,
    String imageUrl,
    String thumbnailUrl,
    String previewVideoUrl) {}
