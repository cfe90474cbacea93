// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house. Dependencies run only as drawn here; the compiler guards it.
// Level 0 knows nothing, level 6 is the only place where numbers and screens meet.

let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "headlight",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "headlight", targets: ["headlight"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
  ],
  targets: [
    // Level 0
    .target(name: "Tensors", swiftSettings: house),
    .target(name: "JSON", swiftSettings: house),
    .target(name: "Screens", swiftSettings: house),
    // Optimised in every configuration: debug builds and tests run at full kernel speed.
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-Wall", "-Werror"])]),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),

    // Level 1
    .target(name: "Tokenizers", dependencies: ["JSON"], swiftSettings: house),
    .target(name: "Snapshots", dependencies: ["Tensors", "CKernels"], swiftSettings: house),
    .target(
      name: "Terminal", dependencies: ["Screens", "CNcurses"], swiftSettings: house,
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),

    // Level 2
    .target(name: "Subjects", dependencies: ["Snapshots"], swiftSettings: house),
    .target(
      name: "Tapes", dependencies: ["Tensors", "Snapshots", "CKernels"], swiftSettings: house),
    .target(
      name: "TensorFiles", dependencies: ["Tensors", "JSON", "CKernels"], swiftSettings: house),

    // Level 3
    .target(
      name: "Dashboard", dependencies: ["Screens", "Subjects", "Snapshots", "Tensors"],
      swiftSettings: house),
    .target(
      name: "Layers", dependencies: ["Tapes", "Tensors", "Snapshots"], swiftSettings: house),

    .target(
      name: "Runs", dependencies: ["Subjects", "TensorFiles", "JSON", "Snapshots", "Tensors"],
      swiftSettings: house),

    // Level 4
    .target(
      name: "Training", dependencies: ["Tapes", "Snapshots", "Tensors", "CKernels"],
      swiftSettings: house),

    .target(
      name: "Pretrained",
      dependencies: [
        "Layers", "Tapes", "TensorFiles", "Tokenizers", "JSON", "Subjects", "Snapshots",
        "Tensors", "CKernels",
      ],
      swiftSettings: house),

    // Level 5
    .target(
      name: "Lessons",
      dependencies: [
        "Training", "Layers", "Tapes", "Runs", "TensorFiles", "JSON", "Subjects", "Snapshots",
        "Tensors",
      ],
      swiftSettings: house),
    .target(
      name: "Verification",
      dependencies: [
        "Training", "Layers", "Tapes", "TensorFiles", "JSON", "Snapshots", "Tensors", "CKernels",
      ],
      swiftSettings: house),

    // Level 6
    .executableTarget(
      name: "headlight",
      dependencies: [
        "Lessons", "Verification", "Training", "Pretrained", "Tokenizers", "Layers", "Tapes",
        "Runs", "TensorFiles", "JSON", "Dashboard",
        "Terminal", "Screens", "Subjects", "Snapshots", "Tensors", "CKernels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: house),

    // Tests, a target a module; `TinyTests` is the newcomer's first page.
    .target(
      name: "TestSupport",
      dependencies: ["Training", "Layers", "Tapes", "Tensors", "Snapshots", "CKernels"],
      path: "Tests/TestSupport", swiftSettings: house),
    .testTarget(
      name: "CKernelsTests", dependencies: ["CKernels"], swiftSettings: house),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: house),
    .testTarget(
      name: "JSONTests", dependencies: ["JSON", "Tensors", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "TokenizersTests", dependencies: ["Tokenizers", "JSON"], exclude: ["Cases"],
      swiftSettings: house),
    .testTarget(
      name: "SnapshotsTests", dependencies: ["Snapshots", "Tensors", "CKernels"],
      swiftSettings: house),
    .testTarget(
      name: "SubjectsTests", dependencies: ["Subjects", "Snapshots"], swiftSettings: house),
    .testTarget(name: "ScreensTests", dependencies: ["Screens"], swiftSettings: house),
    .testTarget(
      name: "TapesTests",
      dependencies: ["TestSupport", "Tapes", "Layers", "Tensors", "Snapshots", "CKernels"],
      swiftSettings: house),
    .testTarget(
      name: "TensorFilesTests",
      dependencies: ["TestSupport", "TensorFiles", "JSON", "Tensors", "Snapshots"],
      exclude: ["Oracles"], swiftSettings: house),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "TestSupport", "Runs", "TensorFiles", "JSON", "Tensors", "Subjects", "Snapshots",
      ],
      swiftSettings: house),
    .testTarget(
      name: "DashboardTests",
      dependencies: ["Dashboard", "Layers", "Screens", "Subjects", "Snapshots", "Tensors"],
      swiftSettings: house),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["TestSupport", "Training", "Layers", "Tapes", "Tensors", "CKernels"],
      swiftSettings: house),
    .testTarget(
      name: "PretrainedTests",
      dependencies: [
        "TestSupport", "Pretrained", "Layers", "Tapes", "TensorFiles", "Tokenizers", "JSON",
        "Subjects", "Snapshots", "Tensors", "CKernels",
      ],
      exclude: ["Models", "Keras/Cases"], swiftSettings: house),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "TestSupport",
        "Lessons", "Training", "Layers", "Tapes", "Runs", "TensorFiles", "JSON", "Subjects",
        "Tensors",
        "Snapshots", "CKernels",
      ],
      swiftSettings: house),
    .testTarget(
      name: "VerificationTests",
      dependencies: [
        "TestSupport",
        "Verification", "Training", "Layers", "Tapes", "TensorFiles", "JSON", "Tensors",
        "Snapshots",
        "CKernels",
      ],
      exclude: ["Golden"], swiftSettings: house),
    .testTarget(
      name: "HeadlightTests",
      dependencies: [
        "headlight", "Pretrained", "Lessons", "Verification", "Training", "Runs", "TensorFiles",
        "JSON",
        "Terminal",
        "Screens",
        "Subjects", "Snapshots", "Tensors", "Dashboard", "Layers",
      ],
      swiftSettings: house),
  ]
)

// A page in every room says what is in it.
for target in package.targets where target.path == nil {
  if target.type == .regular || target.type == .executable { target.exclude.append("README.md") }
}
