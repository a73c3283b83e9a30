# What `cmake --install` leaves: the binary, the libraries, the public headers under their own paths
# (core/...), and a CMake package: find_package(Decree) gives the target decree::decree.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The façade and all that it includes; tests/embedding builds a program that sees nothing else.
set(decree_public_headers
    core/append/new_event.h
    core/append/restore_lines.h
    core/backup/backup.h
    core/backup/restore.h
    core/base/append_error.h
    core/base/clock.h
    core/base/progress.h
    core/check/doctor_report.h
    core/codec/decision_from_json.h
    core/codec/event_codec.h
    core/codec/record_line.h
    core/decree.h
    core/documents/document_store.h
    core/log/event_log.h
    core/log/log_prover.h
    core/log/record_log.h
    core/model/asked_date.h
    core/model/decimal.h
    core/model/edtf_date.h
    core/model/event.h
    core/model/event_kind.h
    core/model/past_decision.h
    core/model/product_code.h
    core/model/scope.h
    core/model/terms.h
    core/model/transaction.h
    core/model/view.h
    core/query/answers/answers.h
    core/query/answers/change_answers.h
    core/query/answers/point_question.h
    core/query/answers/question_limits.h
    core/query/answers/record_answers.h
    core/query/answers/screen_answer.h
    core/query/answers/transaction_answers.h
    core/record.h)
foreach(header ${decree_public_headers})
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${folder})
endforeach()

# Every library that decree_core is linked from; one that is forgotten stops the configuration.
set(decree_libraries decree_core decree_check decree_proof decree_record decree_append decree_audit decree_compiled decree_compiled_measure decree_query decree_change decree_screen decree_thread decree_world decree_duty decree_control decree_state decree_scope decree_walks decree_fold decree_acts decree_answers decree_projections decree_backup decree_documents
    decree_log decree_store decree_codec decree_schema decree_merkle decree_model decree_place decree_names decree_base decree_flags)
set_target_properties(decree_core PROPERTIES EXPORT_NAME decree)
target_compile_features(decree_core PUBLIC cxx_std_20)
target_include_directories(decree_core INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
install(TARGETS ${decree_libraries} EXPORT DecreeTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/decree)
if(TARGET decree_cli)
  install(TARGETS decree_cli decree_verify RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

set(decree_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Decree)
install(EXPORT DecreeTargets NAMESPACE decree:: DESTINATION ${decree_package_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/DecreeConfig.cmake.in
                              ${CMAKE_BINARY_DIR}/DecreeConfig.cmake INSTALL_DESTINATION ${decree_package_dir})
# Before 1.0 a minor version may change declarations.
write_basic_package_version_file(${CMAKE_BINARY_DIR}/DecreeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/DecreeConfig.cmake ${CMAKE_BINARY_DIR}/DecreeConfigVersion.cmake
        DESTINATION ${decree_package_dir})
